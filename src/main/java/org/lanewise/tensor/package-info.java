/**
 * Tensors: a shape, a layout and an element type over memory of the caller's.
 *
 * <p>Begin with {@link org.lanewise.tensor.Tensor}, a view of a {@link java.lang.foreign.MemorySegment}. Its
 * {@link org.lanewise.tensor.Shape} names the sizes N, C and up to three spatial ones, its
 * {@link org.lanewise.tensor.Layout} their order in memory, its {@link org.lanewise.tensor.ElementType} what an element
 * is. {@link org.lanewise.tensor.ValidPositions} says which positions of a padded batch hold data.
 *
 * <p>Nothing here computes but for single elements, and nothing copies a tensor unless its name says so.
 */
package org.lanewise.tensor;
