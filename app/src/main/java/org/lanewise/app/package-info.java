/**
 * The command line {@code lanewise}: trains example networks, measures what batch normalization does, and checks, feeds
 * and changes networks that others trained. Begin with {@link org.lanewise.app.Main}, then
 * {@link org.lanewise.app.cli.Lanewise}, which has all commands.
 *
 * <p>The packages, each of which may touch those before it: {@code fingerprint} and {@code data}, {@code nn} and
 * {@code train} (the example networks), {@code file} and {@code image} (what is read and written), {@code experiment}
 * (many trainings), {@code onnx} and {@code model} (networks of others), {@code chart} and {@code page} (what is
 * shown), {@code cli}.
 */
package org.lanewise.app;
