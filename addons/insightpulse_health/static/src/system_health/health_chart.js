import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor, hexToRGBA } from "@web/core/colors/colors";

import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";

const SCHEME = cookie.get("color_scheme");
const GRID = "rgba(127,127,127,.2)"; // on a light and on a dark page
const LINE = getColor(0, SCHEME, "odoo");
const LIMIT = getCustomColor(SCHEME, "#D44C59", "#FF6B78");
const GAP = 15 * 60 * 1000; // milliseconds without a point: nobody measured

/** One quantity over the last hours, with its limit if it has one. */
export class HealthChart extends Component {
    static template = "insightpulse_health.HealthChart";
    static props = {
        title: String,
        points: Array, // {x: milliseconds, y: number or null}
        limit: { type: Number, optional: true },
        limitTitle: { type: String, optional: true },
        since: Number, // milliseconds
        until: Number,
        format: Function, // a number → a text
        stepped: { type: Boolean, optional: true }, // it holds its value until the next point
        empty: String,
    };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.points, this.props.since, this.props.until, this.props.limit]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get last() {
        const known = this.props.points.filter(({ y }) => y !== null);
        return known.length ? this.props.format(known.at(-1).y) : "";
    }

    get isEmpty() {
        return !this.last;
    }

    draw() {
        this.chart?.destroy();
        this.chart = undefined;
        if (this.canvas.el) {
            this.chart = new window.Chart(this.canvas.el, this.configuration);
        }
    }

    get configuration() {
        const { title, points, limit, limitTitle, since, until, format, stepped } = this.props;
        const text = getComputedStyle(this.canvas.el).color;
        const datasets = [
            {
                label: title,
                data: points,
                borderColor: LINE,
                backgroundColor: hexToRGBA(LINE, 0.12),
                borderWidth: 2,
                fill: "origin",
                pointRadius: points.length > 3 ? 0 : 3,
                pointHitRadius: 8,
                spanGaps: GAP,
                stepped: stepped || false,
                tension: stepped ? 0 : 0.2,
            },
        ];
        if (limit) {
            datasets.push({
                label: limitTitle,
                data: [since, until].map((x) => ({ x, y: limit })),
                borderColor: LIMIT,
                borderDash: [6, 4],
                borderWidth: 1.5,
                pointRadius: 0,
                pointHitRadius: 0,
            });
        }
        return {
            type: "line",
            data: { datasets },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "nearest", axis: "x", intersect: false },
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        callbacks: {
                            label: ({ dataset, parsed }) => `${dataset.label}: ${format(parsed.y)}`,
                        },
                    },
                },
                scales: {
                    x: {
                        type: "time",
                        min: since,
                        max: until,
                        time: {
                            tooltipFormat: "ff",
                            displayFormats: { minute: "T", hour: "T", day: "d MMM" },
                        },
                        grid: { display: false },
                        ticks: { color: text, maxRotation: 0, autoSkipPadding: 24 },
                    },
                    y: {
                        beginAtZero: true,
                        suggestedMax: limit ? limit * 1.05 : undefined,
                        grid: { color: GRID },
                        border: { display: false },
                        ticks: {
                            color: text,
                            maxTicksLimit: 5,
                            callback: (value) => format(value),
                        },
                    },
                },
            },
        };
    }
}
