/** The commands: what they are given, what they print. */
package org.lanewise.app.cli;
