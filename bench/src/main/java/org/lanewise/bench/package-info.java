/** JMH benchmarks: of every kernel by the engine's own list, and of the layers as a user calls them. */
package org.lanewise.bench;
