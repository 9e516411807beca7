/** What a person reads of an experiment: a folder with pictures and a page for a browser. */
package org.lanewise.app.page;
