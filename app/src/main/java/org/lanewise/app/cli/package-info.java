/**
 * The commands: what they are given, what they print. Begin with {@link org.lanewise.app.cli.Lanewise}, then any class
 * that ends in Command. May touch all other packages; the work itself is done there. Bad input is one line and status
 * 2.
 */
package org.lanewise.app.cli;
