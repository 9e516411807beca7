/**
 * Other engines, and our own, behind the test kit's interface. Begin with {@link org.lanewise.bench.peer.Peer};
 * {@link org.lanewise.bench.peer.PyTorchSubject} and {@link org.lanewise.bench.peer.OneDnnSubject} are the native ones.
 */
package org.lanewise.bench.peer;
