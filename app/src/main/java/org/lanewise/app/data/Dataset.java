package org.lanewise.app.data;

/**
 * Images in two parts.
 *
 * @param train the images to learn from
 * @param test the images to test with
 */
public record Dataset(LabelledImages train, LabelledImages test) {}
