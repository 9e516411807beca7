package org.lanewise.tensor;

/**
 * The order of a tensor's axes in memory, the last one contiguous. A {@link Shape} names the axes N, C, spatial in
 * either layout. For rank 2 both are the same order.
 */
public enum Layout {
    /** N, C, spatial: the elements of a channel in a sample are contiguous (NC, NCL, NCHW, NCDHW). */
    CHANNELS_FIRST,
    /** N, spatial, C: the channels of a position are contiguous (NC, NLC, NHWC, NDHWC). */
    CHANNELS_LAST
}
