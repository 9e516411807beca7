/** Files that are written whole or not at all, and the one that keeps a network. */
package org.lanewise.app.file;
