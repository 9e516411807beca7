package org.lanewise.app.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.app.image.Fit;
import org.lanewise.app.image.ImageInput;
import org.lanewise.app.image.Preprocessing;
import org.lanewise.app.model.Feeding;
import org.lanewise.tensor.Layout;

/** How pictures became the input of a network, as JSON. */
final class PicturesJson {
    private PicturesJson() {}

    /** All parts, with a mean and a standard deviation per channel. */
    static Map<String, Object> of(Feeding.Pictures pictures) {
        ImageInput input = pictures.input();
        Preprocessing how = input.preprocessing();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("name", input.preset().map(Object::toString).orElse(null));
        parts.put("assumed", input.assumed());
        parts.put("channels", input.channels() == 1 ? "grey" : how.blueFirst() ? "bgr" : "rgb");
        parts.put("range", List.of(how.range().low(), how.range().high()));
        parts.put("mean", perChannel(how.mean(), input.channels()));
        parts.put("std", perChannel(how.std(), input.channels()));
        parts.put("fit", how.fit().toString());
        parts.put("resize", how.fit() == Fit.CROP && !pictures.isOpen() ? resized(pictures) : null);
        parts.put("height", pictures.height() == 0 ? null : pictures.height());
        parts.put("width", pictures.width() == 0 ? null : pictures.width());
        parts.put("antialias", how.antialias());
        parts.put("layout", input.layout() == Layout.CHANNELS_LAST ? "nhwc" : "nchw");
        parts.put("description", pictures.describe());
        return parts;
    }

    private static List<Integer> resized(Feeding.Pictures pictures) {
        Fit.Cover cover = pictures.input().preprocessing().cover(pictures.height(), pictures.width());
        return List.of(cover.height(), cover.width());
    }

    private static List<Double> perChannel(List<Double> numbers, int channels) {
        return numbers.size() == channels ? numbers : Collections.nCopies(channels, numbers.getFirst());
    }
}
