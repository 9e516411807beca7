/** What a person at a terminal sees while something takes long. Begin with {@link org.lanewise.tools.terminal.Bar}. */
package org.lanewise.tools.terminal;
