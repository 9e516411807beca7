/**
 * Makes the documentation's site: pages from the tree's Markdown, and the Javadoc.
 *
 * <p>Begin with {@link org.lanewise.site.Site}, the command. A {@link org.lanewise.site.Tree} holds the project's
 * files, a {@link org.lanewise.site.Document} is one Markdown file of it, a {@link org.lanewise.site.Page} is what the
 * site makes of it.
 */
package org.lanewise.site;
