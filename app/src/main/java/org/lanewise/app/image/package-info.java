/**
 * Pictures: read, drawn, turned, and made the input of a network. Begin with {@link org.lanewise.app.image.ImageInput};
 * {@link org.lanewise.app.image.Preprocessing} says what is done to a picture's numbers. Knows no network.
 */
package org.lanewise.app.image;
