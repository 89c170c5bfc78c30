// SPDX-License-Identifier: Apache-2.0
// The width that a picture may have.
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
