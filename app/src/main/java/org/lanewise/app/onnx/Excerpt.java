package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model or a part of it, to be loaded.
 *
 * @param model its bytes
 * @param source what messages call the model
 * @param data the folder in which tensors' data in other files are looked for, if there are any
 */
public record Excerpt(byte[] model, String source, Optional<Path> data) {
    static Excerpt of(ModelProto part, String source, ExternalData data) {
        return new Excerpt(
                part.toByteArray(),
                source,
                data.folder().filter(folder -> !ExternalData.locations(part).isEmpty()));
    }
}
