/** Times operations that do the same work. */
package org.lanewise.tools.time;
