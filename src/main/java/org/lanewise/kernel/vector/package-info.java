/**
 * The vector kernels, on the Vector API; nothing else imports it, and nothing else loads a class that does. Each has a
 * scalar twin of the same name with the same bits.
 *
 * <p>What C2 wants of this code: species in static finals, vectors in locals, small bodies, each run sliced once and walked
 * by an int from 0. NOTES.md has the figures.
 */
package org.lanewise.kernel.vector;
