/**
 * The order in which a channel's elements are added up, for all providers alike, and the merging of the parts' results.
 * Begin with {@link org.lanewise.kernel.sums.Lanes} (planes) or {@link org.lanewise.kernel.sums.Columns} (rows);
 * {@link org.lanewise.kernel.sums.Blocks} has what bfloat16 does, {@link org.lanewise.kernel.sums.MomentMerge} the
 * formula of merging. May touch grids.
 */
package org.lanewise.kernel.sums;
