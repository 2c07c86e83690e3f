// Draws a chart from the table beside it: figure[data-chart="lines"] holds a table whose first column names the lines and
// whose head holds the steps; cells carry data-n. Loaded only where such a figure comes into view.
import { LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'roundRect']
const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 })

function read(figure) {
  const table = figure.querySelector('table')
  const steps = [...table.tHead.rows[0].cells].slice(1).map(cell => cell.textContent.trim())
  const lines = [...table.tBodies[0].rows].map(row => ({
    name: row.cells[0].dataset.name ?? row.cells[0].textContent.trim(),
    weight: row.dataset.weight ?? '',
    values: [...row.cells].slice(1).map(cell => (cell.dataset.n === undefined ? null : Number(cell.dataset.n))),
  }))
  return { steps, lines }
}

function option({ steps, lines }, { unit, mark, markWords }) {
  const [ink, faint, line] = [css('--ink-soft'), css('--line-strong'), css('--line')]
  const palette = [css('--accent'), css('--soon-part'), css('--done-part'), css('--late-part'), css('--ink')]
  const text = { color: ink, fontFamily: css('--tblr-font-sans-serif'), fontSize: 13 }
  let at = 0
  const style = weight => (weight === 'faint' ? { color: faint, width: 1, opacity: 0.35 } : { color: palette[at++ % 5], width: 3 })
  return {
    animation: false,
    textStyle: text,
    grid: { left: 52, right: 26, top: 24, bottom: 32 },
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: css('--raised'), borderColor: line, textStyle: { ...text, color: css('--ink') },
      order: 'valueDesc', valueFormatter: value => (value == null ? '–' : numbers.format(value) + unit),
    },
    // A number axis with the steps as labels, so that a mark may stand between two of them.
    xAxis: {
      type: 'value', min: 0, max: Math.max(1, steps.length - 1), interval: steps.length > 12 ? 2 : 1, splitLine: { show: false },
      axisLine: { lineStyle: { color: faint } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true, formatter: value => steps[value] ?? '' },
      axisPointer: { snap: true, label: { formatter: ({ value }) => steps[Math.round(value)] ?? '' } },
    },
    yAxis: { type: 'value', scale: true, axisLabel: { ...text, formatter: value => numbers.format(value) + unit }, splitLine: { lineStyle: { color: line } } },
    series: lines.map(({ name, weight, values }, index) => {
      const look = style(weight)
      const quiet = weight === 'faint'
      return {
        name, type: 'line', data: values.map((value, step) => [step, value]), silent: quiet, tooltip: { show: !quiet }, z: quiet ? 1 : 3, connectNulls: false,
        lineStyle: { ...look, type: weight === 'dashed' ? 'dashed' : 'solid' }, itemStyle: { color: look.color },
        symbol: quiet || values.length > 20 ? 'none' : symbols[index % 5], symbolSize: 8,
        markLine: index || mark === undefined ? undefined : {
          silent: true, symbol: 'none', data: [{ xAxis: Number(mark) }], lineStyle: { color: css('--soon-part'), width: 2, type: 'dashed' },
          label: { ...text, color: css('--soon'), formatter: markWords ?? '' },
        },
      }
    }),
  }
}

export function draw(figure) {
  const place = figure.querySelector('[data-plot]')
  place.hidden = false
  let chart
  const paint = () => {
    chart?.dispose()
    chart = init(place, null, { renderer: 'svg' })
    chart.setOption(option(read(figure), figure.dataset))
  }
  paint()
  new ResizeObserver(() => chart.resize()).observe(place)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint)
}
