/**
 * The order in which a channel's elements are added up, for all providers alike, and the merging of the parts' results.
 */
package org.lanewise.kernel.sums;
