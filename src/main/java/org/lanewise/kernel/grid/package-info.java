/**
 * The division of a tensor into units of work. It depends on shape and layout alone, because the bits of a statistic
 * depend on it.
 */
package org.lanewise.kernel.grid;
