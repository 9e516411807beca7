/**
 * Times operations that do the same work, in turns, so that what the machine does beside falls on all alike. Begin with
 * {@link org.lanewise.tools.time.Rivals}.
 */
package org.lanewise.tools.time;
