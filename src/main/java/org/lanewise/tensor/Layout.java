package org.lanewise.tensor;

/** The order in memory of a tensor's axes; the {@link Shape} names them N, C, spatial in either layout. */
public enum Layout {
    /** N, C, spatial: the planes of a channel are contiguous (NC, NCL, NCHW, NCDHW). */
    CHANNELS_FIRST,
    /** N, spatial, C: the channels of a position are contiguous (NC, NLC, NHWC, NDHWC). */
    CHANNELS_LAST
}
