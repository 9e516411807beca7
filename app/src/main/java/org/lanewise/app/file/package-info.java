/**
 * Files that are written whole or not at all, the one that keeps a network, and the arrays of NumPy. Begin with
 * {@link org.lanewise.app.file.CnnFile} and what it is stored in, {@link org.lanewise.app.file.Safetensors};
 * {@link org.lanewise.app.file.WholeFile} does the writing.
 */
package org.lanewise.app.file;
