// SPDX-License-Identifier: Apache-2.0
// The picture of the timeline: lanes of marks on an axis of months. It is walked by keyboard, dragged, and
// zoomed by keys and wheel; what comes of that is asked of its owner.
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";

import { monthOf } from "../months";
import { strings } from "../strings";
import { instantOf, marksOf, ticksOf, type Lane, type LaneEvent, type Mark, type Window } from "./lanes";
import { tickText } from "./strip";

const words = strings.timelineTab;
/** Pixels, all of these. What stands beneath the lanes shares the margin. */
export const marginLeft = 56;
const marginRight = 12;
const levels = 3;
const step = 11;  // from level to level
const laneHeight = 21 + levels * step;
const axisHeight = 22;
const gridEnd = 18;  // above the lower edge
const tickRoom = 70;
const markSize = 5;
const columnWidth = 18;  // room for a count of two digits
const shapes = ["circle", "triangle", "square", "diamond"] as const;

/** Months to pixels and back. */
interface Scale {
  x: (month: number) => number;
  month: (x: number) => number;
  /** Of a month. */
  pixels: number;
}

function scaleOf({ from, to }: Window, width: number): Scale {
  const pixels = Math.max(width - marginLeft - marginRight, 1) / (to - from);
  return {
    x: (month) => marginLeft + (month - from) * pixels,
    month: (x) => from + (x - marginLeft) / pixels,
    pixels,
  };
}

/** A mark and its centre. */
interface Placed {
  mark: Mark;
  /** Index of its lane. */
  lane: number;
  x: number;
  y: number;
}

function place(lanes: readonly Lane[], window: Window, scale: Scale): Placed[] {
  const isSeen = (event: LaneEvent) => {
    const at = instantOf(event.date);
    return at >= window.from && at <= window.to;
  };
  return lanes.flatMap(({ events }, lane) =>
    marksOf(events.filter(isSeen), columnWidth / scale.pixels, levels).map((mark) => ({
      mark,
      lane,
      x: scale.x(mark.at),
      y: (lane + 1) * laneHeight - 8 - mark.level * step,
    })),
  );
}

export const nameOf = ({ kind, who }: Pick<Lane, "kind" | "who">): string =>
  [kind.replaceAll("_", " "), who].filter(Boolean).join(", ");

const titleOf = (mark: Mark): string => {
  const [first] = mark.events;
  return mark.events.length === 1 && first ? `${first.date} ${first.what}` : words.more(mark.events.length);
};

/** A change of what is seen: so many times as long, about a month, or moved by months, or all. */
export interface Move {
  factor?: number;
  at?: number;
  by?: number;
  all?: boolean;
}

/** The index of the nearest mark of another lane, above (-1) or below (1); `stop` where there is none. */
function acrossFrom(placed: readonly Placed[], stop: number, direction: number): number {
  const here = placed[stop];
  const others = here
    ? placed
      .map(({ lane, x }, i) => ({ i, lanes: lane - here.lane, gap: Math.abs(x - here.x) }))
      .filter(({ lanes }) => Math.sign(lanes) === direction)
      .sort((a, b) => Math.abs(a.lanes) - Math.abs(b.lanes) || a.gap - b.gap)
    : [];
  return others[0]?.i ?? stop;
}

/** The mark that Tab comes to, and ways from it to others. It stays with its event while marks change. */
function useStop(placed: readonly Placed[], svg: RefObject<SVGSVGElement | null>) {
  const [here, setHere] = useState<LaneEvent | null>(null);
  const stop = Math.max(placed.findIndex(({ mark }) => here !== null && mark.events.includes(here)), 0);
  const go = (to: number) => svg.current?.querySelectorAll<SVGGElement>(".stop")[to]?.focus();
  return {
    stop,
    setHere,
    along: (by: number) => go(Math.min(Math.max(stop + by, 0), placed.length - 1)),
    across: (direction: number) => go(acrossFrom(placed, stop, direction)),
    /** Zooming draws other marks; the focus stays on the event. */
    keep: () => requestAnimationFrame(() => svg.current?.querySelector<SVGGElement>(".stop[tabindex='0']")?.focus()),
  };
}

type Act = (() => void) | undefined;

/** What a key does, or nothing. */
function actionOf(
  event: KeyboardEvent,
  { along, across }: Pick<ReturnType<typeof useStop>, "along" | "across">,
  mark: Mark | undefined,
  { span, onMove, onChoose }: { span: number } & Pick<Props, "onMove" | "onChoose">,
): Act {
  const far = { ArrowLeft: -span / 4, ArrowRight: span / 4 }[event.key];
  if (event.ctrlKey || event.metaKey) {
    return undefined;
  }
  if (event.shiftKey && far !== undefined) {
    return () => onMove({ by: far });
  }
  const choose = () => mark && onChoose(mark);
  const actions: Record<string, Act> = {
    ArrowLeft: () => along(-1),
    ArrowRight: () => along(1),
    ArrowUp: () => across(-1),
    ArrowDown: () => across(1),
    "+": () => onMove({ factor: 0.5, ...(mark ? { at: mark.at } : {}) }),
    "-": () => onMove({ factor: 2 }),
    Home: () => onMove({ all: true }),
    Enter: choose,
    " ": choose,
  };
  return actions[event.key];
}

/** Moves what is seen with the pointer, from four pixels on: less is a click. */
function useDrag(scale: Scale, onMove: Props["onMove"]) {
  const drag = useRef<{ x: number; moved: boolean } | null>(null);
  return {
    moved: () => drag.current?.moved ?? false,
    onPointerDown: (event: PointerEvent) => {
      drag.current = { x: event.clientX, moved: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const held = drag.current;
      if (held && event.buttons === 1 && (held.moved || Math.abs(event.clientX - held.x) > 4)) {
        drag.current = { x: event.clientX, moved: true };
        onMove({ by: (held.x - event.clientX) / scale.pixels });
      }
    },
  };
}

function Shape({ shape, x, y, open }: { shape: (typeof shapes)[number]; x: number; y: number; open: boolean }) {
  const r = markSize;
  const outline = {
    circle: `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
    triangle: `M${x} ${y - r}l${r} ${2 * r}h${-2 * r}z`,
    square: `M${x - r + 0.5} ${y - r + 0.5}h${2 * r - 1}v${2 * r - 1}h${1 - 2 * r}z`,
    diamond: `M${x} ${y - r - 0.5}l${r} ${r + 0.5}l${-r} ${r + 0.5}l${-r} ${-r - 0.5}z`,
  };
  return <path class={open ? "mark open" : "mark"} d={outline[shape]} />;
}

function Axis({ ticks, x, height }: { ticks: readonly number[]; x: Scale["x"]; height: number }) {
  return (
    <>
      <g class="grid">
        {ticks.map((month) => <line key={month} x1={x(month)} x2={x(month)} y1={0} y2={height - gridEnd} />)}
      </g>
      {ticks.map((month) => (
        <text key={month} x={x(month)} y={height - 5} text-anchor="middle">{tickText(month)}</text>
      ))}
    </>
  );
}

function LaneRow({ lane, row, width }: { lane: Lane; row: number; width: number }) {
  const bottom = (row + 1) * laneHeight;
  return (
    <g class="lane">
      <line x1={0} x2={width} y1={bottom} y2={bottom} />
      <text class="lane-name" x={2} y={row * laneHeight + 13}>{nameOf(lane)} ({lane.events.length})</text>
    </g>
  );
}

/** One event, or the number of those that have no room of their own. */
function Stop({ placed: { mark, lane, x, y }, name, first, onFocus, onClick }: {
  placed: Placed;
  /** Of its lane. */
  name: string;
  /** Whether Tab comes to it. */
  first: boolean;
  onFocus: () => void;
  onClick: () => void;
}) {
  const [event] = mark.events;
  return (
    <g
      class="stop"
      role="button"
      tabIndex={first ? 0 : -1}
      aria-label={`${titleOf(mark)}, ${name}`}
      onFocus={onFocus}
      onClick={onClick}
    >
      <title>{titleOf(mark)}</title>
      <rect class="target" x={x - 7} y={y - 7} width={14} height={14} />
      {mark.events.length > 1 || !event
        ? <text class="count" x={x} y={y + 4} text-anchor="middle">+{mark.events.length}</text>
        : <Shape shape={shapes[lane % shapes.length] ?? "circle"} x={x} y={y} open={event.simulated} />}
    </g>
  );
}

interface Props {
  lanes: readonly Lane[];
  window: Window;
  /** Pixels. */
  width: number;
  /** YYYY-MM in which the forecast opens. */
  forecast: string;
  onMove: (move: Move) => void;
  onChoose: (mark: Mark) => void;
}

export function LanesPicture({ lanes, window, width, forecast, onMove, onChoose }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const scale = scaleOf(window, width);
  const placed = place(lanes, window, scale);
  const { stop, setHere, keep, ...ways } = useStop(placed, svg);
  const { moved, ...drag } = useDrag(scale, onMove);
  const height = lanes.length * laneHeight + axisHeight;
  const rule = scale.x(monthOf(forecast));
  const span = window.to - window.from;
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(event, ways, placed[stop]?.mark, { span, onMove, onChoose });
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
      keep();
    }
  };
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey && svg.current) {
      event.preventDefault();
      const at = scale.month(event.clientX - svg.current.getBoundingClientRect().left);
      onMove({ factor: event.deltaY > 0 ? 1.25 : 0.8, at });
    }
  };
  const look = { class: "plot lanes", width, height, viewBox: `0 0 ${width} ${height}` };
  return (
    <svg ref={svg} {...look} role="group" aria-label={words.events} onKeyDown={onKeyDown} onWheel={onWheel} {...drag}>
      <Axis ticks={ticksOf(window, width / tickRoom)} x={scale.x} height={height} />
      {lanes.map((lane, row) => <LaneRow key={nameOf(lane)} lane={lane} row={row} width={width} />)}
      {rule >= marginLeft && rule <= width - marginRight && (
        <g class="forecast"><line x1={rule} x2={rule} y1={0} y2={height - gridEnd} /></g>
      )}
      {placed.map((one, i) => (
        <Stop
          key={`${one.lane} ${one.mark.at} ${one.mark.level}`}
          placed={one}
          name={nameOf(lanes[one.lane] ?? { kind: "", who: "" })}
          first={i === stop}
          onFocus={() => setHere(one.mark.events[0] ?? null)}
          onClick={() => !moved() && onChoose(one.mark)}
        />
      ))}
    </svg>
  );
}
