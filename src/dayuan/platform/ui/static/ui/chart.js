/* Draws the picture of a chart from the cells of its table; without this file there is the
   table alone. The library is fetched when a chart comes near the window, and only then. */
(function () {
  "use strict";
  if (window.dayuanCharts) return;
  window.dayuanCharts = true;
  var library = document.currentScript.dataset.library;
  var root = document.documentElement;
  var drawn = [];

  function each(list, act) {
    return Array.prototype.map.call(list, act);
  }

  function words(cell) {
    return cell.textContent.trim();
  }

  /* What the table says: the series of its heads, and a number for each of its rows. */
  function read(card) {
    var heads = card.querySelectorAll("th[data-series]");
    var rows = card.querySelectorAll("tbody tr");
    return {
      upright: card.dataset.chart === "upright",
      shares: card.dataset.chart === "shares",
      unit: card.dataset.unit,
      names: each(rows, function (row) { return words(row.querySelector("th")); }),
      series: each(heads, function (head, at) {
        return {
          name: words(head),
          tone: head.dataset.series,
          data: each(rows, function (row) {
            return Number(row.querySelectorAll("td[data-n]")[at].dataset.n);
          })
        };
      })
    };
  }

  /* Colours are the palette's at this moment; a pattern tells the same as a colour. */
  var PATTERNS = [
    null,
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.5, 6], rotation: -Math.PI / 4 },
    { symbol: "circle", symbolSize: 0.5, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0] },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.5, 6], rotation: Math.PI / 4 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: 0 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 2 }
  ];
  /* A number stands in its part where there is room for it; all of them stand in the table. */
  function fits(told, number, share, width) {
    var wanted = (told.upright ? 8 : 14) + 7.5 * String(number).length;
    if (told.upright) return share > 0.09 && 0.55 * (width - 90) / told.names.length >= wanted;
    return share * 0.6 * width >= wanted;
  }

  function sums(told) {
    return told.names.map(function (_name, row) {
      return told.series.reduce(function (sum, one) { return sum + one.data[row]; }, 0);
    });
  }

  function part(told, at, style, face, wholes, width) {
    function colour(name) { return style.getPropertyValue("--" + name).trim(); }
    var one = told.series[at], paper = colour("paper");
    var longest = Math.max.apply(null, wholes);
    var decal = PATTERNS[at % PATTERNS.length];
    return {
      type: "bar", stack: "all", name: one.name, barMaxWidth: 34, emphasis: { disabled: true },
      itemStyle: {
        color: colour(one.tone + "-solid"), borderColor: paper, borderWidth: 1,
        decal: decal ? Object.assign({ color: paper }, decal) : { symbol: "none" }
      },
      label: {
        fontFamily: face.fontFamily, fontSize: 12, color: face.color,
        backgroundColor: paper, padding: [1, 4], borderRadius: 3,
        formatter: function (shown) { return String(one.data[shown.dataIndex]); }
      },
      data: one.data.map(function (number, row) {
        var whole = told.shares ? wholes[row] : longest;
        if (!number) return null;
        return {
          value: told.shares ? 100 * number / whole : number,
          label: { show: fits(told, number, number / whole, width) }
        };
      })
    };
  }

  function options(told, style, width) {
    function colour(name) { return style.getPropertyValue("--" + name).trim(); }
    var soft = colour("ink-soft"), wholes = sums(told);
    var face = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: colour("ink") };
    // Counted from the end: the newest column is the one that people ask about.
    var last = told.names.length - 1;
    var each = Math.max(1, Math.ceil(told.names.length * 92 / (width - 70)));
    var names = {
      type: "category",
      data: told.names,
      inverse: !told.upright,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("line-strong") } },
      axisLabel: Object.assign({}, face, told.upright ? {
        interval: function (at) { return (last - at) % each === 0; }
      } : {
        width: Math.min(200, Math.round(width * 0.34)), overflow: "break", lineHeight: 17, interval: 0
      })
    };
    var numbers = {
      type: "value",
      minInterval: told.shares ? 25 : 1,
      max: told.shares ? 100 : null,
      axisLabel: Object.assign({}, face, { color: soft, hideOverlap: true }),
      splitLine: { lineStyle: { color: colour("line") } }
    };
    if (told.shares) numbers.axisLabel.formatter = "{value}%";
    return {
      animation: false,
      textStyle: face,
      aria: { enabled: false },
      grid: { left: 8, right: 28, top: told.series.length > 1 ? 44 : 16, bottom: 8, containLabel: true },
      legend: {
        show: told.series.length > 1, left: 0, top: 4, itemGap: 14, selectedMode: false,
        textStyle: face
      },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" },
        backgroundColor: colour("paper"), borderColor: colour("line-strong"), textStyle: face,
        formatter: function (shown) {
          var row = shown[0].dataIndex;
          return [told.names[row]].concat(told.series.map(function (one) {
            return one.name + "  " + one.data[row] + " " + told.unit;
          })).join("\n");
        }
      },
      xAxis: told.upright ? names : numbers,
      yAxis: told.upright ? numbers : names,
      series: told.series.map(function (_one, at) { return part(told, at, style, face, wholes, width); })
    };
  }

  function paint(one) {
    one.chart.setOption(options(one.told, getComputedStyle(root), one.picture.clientWidth), true);
  }

  /* Room for the picture before it is there: nothing moves under a thumb when it comes. */
  function reserve(card) {
    var picture = card.querySelector(".chart-picture");
    var told = read(card);
    picture.hidden = false;
    var row = picture.clientWidth < 480 ? 52 : 40;
    var table = card.querySelector("table");
    var beside = table.offsetLeft > picture.offsetLeft + picture.clientWidth / 2;
    picture.style.height = Math.max(
      told.upright ? 300 : 64 + told.names.length * row, beside ? table.offsetHeight - 16 : 0
    ) + "px";
  }

  function draw(card) {
    var picture = card.querySelector(".chart-picture");
    var told = read(card);
    var chart = window.echarts.init(picture, null, { renderer: "svg" });
    var one = { chart: chart, told: told, picture: picture };
    drawn.push(one);
    paint(one);
    if (window.ResizeObserver) {
      new ResizeObserver(function () { chart.resize(); paint(one); }).observe(picture);
    }
    card.dataset.drawn = "1";
  }

  var fetched = null;
  function fetch(then) {
    if (!fetched) {
      fetched = new Promise(function (done) {
        var script = document.createElement("script");
        script.src = library;
        script.onload = done;
        script.onerror = function () {
          each(document.querySelectorAll(".chart-picture"), function (one) { one.hidden = true; });
        };
        document.head.appendChild(script);
      });
    }
    fetched.then(then);
  }

  function begin() {
    var cards = each(document.querySelectorAll("[data-chart]"), function (card) { return card; });
    cards = cards.filter(function (card) { return card.querySelector(".chart-picture"); });
    cards.forEach(reserve);
    if (!window.IntersectionObserver) {
      cards.forEach(function (card) { fetch(function () { draw(card); }); });
      return;
    }
    var near = new IntersectionObserver(function (seen) {
      seen.filter(function (one) { return one.isIntersecting; }).forEach(function (one) {
        near.unobserve(one.target);
        fetch(function () { draw(one.target); });
      });
    }, { rootMargin: "600px" });
    cards.forEach(function (card) { near.observe(card); });
  }

  /* Light and dark are changed without a new page. */
  new MutationObserver(function () { drawn.forEach(paint); })
    .observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
