/** What a person at a terminal sees. */
package org.lanewise.tools.terminal;
