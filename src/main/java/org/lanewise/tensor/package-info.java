/** Tensors: a shape, a layout and an element type over a {@link java.lang.foreign.MemorySegment}. */
package org.lanewise.tensor;
