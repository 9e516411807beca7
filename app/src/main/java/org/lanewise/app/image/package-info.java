/** Pictures: read, drawn, turned, and made the input of a network. */
package org.lanewise.app.image;
