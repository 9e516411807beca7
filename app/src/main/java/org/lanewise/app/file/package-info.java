/** Files that are written whole or not at all, the one that keeps a network, and the arrays of NumPy. */
package org.lanewise.app.file;
