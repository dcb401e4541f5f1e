namespace RiskSignals.Training.Cards;

/// <summary>How the card looks: readable in the light and in the dark, on paper and on a small screen, with nothing fetched.</summary>
internal static class CardStyle
{
    public const string Css =
        """
        :root { color-scheme: light dark; --paper: #fbfbf9; --panel: #ffffff; --ink: #1c2126; --soft: #5b6670; --line: #d9dde0; --grid: #eceeef;
          --mark: #0b6e99; --other: #b5651d; --band: #0b6e9926; --good: #1b7f4b; --bad: #b3261e; --warn: #8a5a00; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14181b; --panel: #1b2125; --ink: #e6eaed; --soft: #9fabb5; --line: #38424a;
          --grid: #262e34; --mark: #58b7e0; --other: #e6a15c; --band: #58b7e033; --good: #6fcf97; --bad: #ff8a80; --warn: #f2c14e; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main, header, nav { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 2rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
        h2 { font-size: 1.3rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
        p { max-width: 46rem; margin: .5rem 0; }
        code, .hash { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85em; overflow-wrap: anywhere; }
        .soft { color: var(--soft); }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-top: .5rem; font-size: .92rem; }
        a { color: var(--mark); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1.25rem 0; padding: 0; }
        .tile { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
        .tile b { display: block; font-size: 1.55rem; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tile span.name { color: var(--soft); font-size: .9rem; }
        .tile small { color: var(--soft); display: block; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem; align-items: start; }
        .many { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 0 .75rem; }
        figure { margin: 1rem 0; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; }
        figcaption { font-size: .88rem; color: var(--soft); margin-top: .35rem; }
        figcaption strong { color: var(--ink); }
        svg { display: block; width: 100%; height: auto; margin: 0 auto; font-size: 12px; }
        svg text { fill: var(--ink); } svg .tick { fill: var(--soft); font-size: 11px; } svg .axis { fill: var(--soft); }
        .gridline { stroke: var(--grid); } .frame { stroke: var(--line); fill: none; } .ideal { stroke: var(--soft); stroke-dasharray: 4 3; fill: none; }
        .mark { fill: var(--mark); } .markline { stroke: var(--mark); fill: none; stroke-width: 2; } .other { fill: var(--other); }
        .otherline { stroke: var(--other); fill: none; stroke-width: 1.5; stroke-dasharray: 5 3; } .band { fill: var(--band); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; margin: 1rem 0; font-size: .92rem; font-variant-numeric: tabular-nums; min-width: 55%; }
        caption { text-align: left; font-weight: 650; padding-bottom: .35rem; }
        th, td { padding: .3rem .75rem .3rem 0; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
        th:first-child { text-align: left; font-weight: 500; } thead th { color: var(--soft); font-weight: 500; vertical-align: bottom; white-space: normal; }
        th.words, td.words { text-align: left; } td.words { white-space: normal; } .badge { white-space: nowrap; font-weight: 600; }
        .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
        li { max-width: 46rem; margin: .2rem 0; }
        footer { max-width: 68rem; margin: 3rem auto 2rem; padding: 1rem 1.25rem; color: var(--soft); font-size: .9rem; }
        @media print { body { background: none; } figure, .tile { break-inside: avoid; } }
        """;
}
