package org.lanewise.app.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.lanewise.tools.chart.ChartStyle;
import org.lanewise.tools.chart.Png;

/**
 * Several charts in rows, with one title and one key for all.
 *
 * @param title above all
 * @param keys what the looks mean
 * @param rows of panels, each as long as the others
 */
record PanelPicture(String title, List<Key> keys, List<List<Panel>> rows) {
    private static final int PANEL_WIDTH = 460;
    private static final int PANEL_HEIGHT = 340;
    private static final int HEAD = 76;
    private static final int KEY_HEIGHT = 24;
    private static final int KEYS_PER_LINE = 5;
    private static final int MARGIN = 24;

    /**
     * What a look means.
     *
     * @param text for a person
     * @param look of the line
     */
    record Key(String text, Panel.Look look) {
        static Key of(boolean batchNormalized) {
            return new Key(Style.name(batchNormalized), look(batchNormalized));
        }

        static Panel.Look look(boolean batchNormalized) {
            return new Panel.Look(Style.color(batchNormalized), 2.5f, false, false);
        }
    }

    byte[] png() {
        int width = rows.getFirst().size() * PANEL_WIDTH;
        return Png.of(width, head() + rows.size() * PANEL_HEIGHT, this::draw);
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(ChartStyle.font(Font.BOLD, 19));
        graphics.drawString(title, MARGIN, 32);
        drawKeys(graphics);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                Graphics2D place = (Graphics2D)
                        graphics.create(column * PANEL_WIDTH, head() + row * PANEL_HEIGHT, PANEL_WIDTH, PANEL_HEIGHT);
                Panel panel = rows.get(row).get(column).withTitles(row == rows.size() - 1, column == 0);
                draw(place, panel);
                place.dispose();
            }
        }
    }

    private int head() {
        return HEAD + KEY_HEIGHT * ((keys.size() - 1) / KEYS_PER_LINE);
    }

    private void drawKeys(Graphics2D graphics) {
        int x = MARGIN;
        int y = 56;
        graphics.setFont(ChartStyle.font(Font.PLAIN, 15));
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            if (i > 0 && i % KEYS_PER_LINE == 0) {
                x = MARGIN;
                y += KEY_HEIGHT;
            }
            graphics.setColor(key.look.color());
            if (key.look.width() > 0) {
                graphics.setStroke(key.look.stroke());
                graphics.drawLine(x, y, x + 30, y);
            }
            if (key.look.markers()) {
                graphics.fillOval(x + 11, y - 4, 8, 8);
            }
            graphics.setColor(Color.BLACK);
            graphics.drawString(key.text, x + 38, y + 5);
            x += 38 + graphics.getFontMetrics().stringWidth(key.text) + 28;
        }
    }

    private static void draw(Graphics2D graphics, Panel panel) {
        Optional<XYChart> chart = panel.chart(PANEL_WIDTH, PANEL_HEIGHT);
        if (chart.isPresent()) {
            chart.get().paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
            return;
        }
        graphics.setColor(Color.DARK_GRAY);
        drawCentred(graphics, ChartStyle.font(Font.BOLD, 15), panel.title(), 22);
        drawCentred(graphics, ChartStyle.font(Font.PLAIN, 14), panel.note(), PANEL_HEIGHT / 2);
    }

    private static void drawCentred(Graphics2D graphics, Font font, String text, int y) {
        graphics.setFont(font);
        graphics.drawString(text, (PANEL_WIDTH - graphics.getFontMetrics().stringWidth(text)) / 2, y);
    }
}
