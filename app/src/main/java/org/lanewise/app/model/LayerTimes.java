package org.lanewise.app.model;

/**
 * How long a layer takes, in microseconds.
 *
 * @param ours by our engine
 * @param peers by ONNX Runtime
 */
public record LayerTimes(double ours, double peers) {}
