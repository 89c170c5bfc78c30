// SPDX-License-Identifier: Apache-2.0
// The width that a picture may have, and whether it is in sight.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Of the element, 0 until it is known. In print pictures are scaled instead: widths of the screen stay. */
export function useWidth(holder: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && !matchMedia("print").matches) {
        setWidth(element.clientWidth);
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** Whether the element is on the screen or near it, and on paper all are. Always where not `lazy`. */
export function useSight(holder: RefObject<HTMLElement | null>, lazy: boolean): boolean {
  const [seen, setSeen] = useState(!lazy);
  useEffect(() => {
    const element = holder.current;
    if (!lazy || !element) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries.at(-1)?.isIntersecting ?? true),
      { rootMargin: "120px" },
    );
    observer.observe(element);
    const print = () => setSeen(true);
    addEventListener("beforeprint", print);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", print);
    };
  }, [lazy]);
  return seen;
}
