/**
 * Running kernels on tensors: whose kernels, which thread runs which unit, the merging of partial results in their order, the copies for
 * heap-backed tensors. Knows threads and memory; knows nothing of batch normalization's formulas.
 */
package org.lanewise.exec;
