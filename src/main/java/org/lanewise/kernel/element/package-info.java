/**
 * Single elements: how each type is stored, the activation of one, and its bit in a mask. Begin with
 * {@link org.lanewise.kernel.element.Float32}; other types are like it. May touch no other package of the kernels.
 */
package org.lanewise.kernel.element;
