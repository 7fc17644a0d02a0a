import { useEffect, type RefObject } from 'react';
import { restingPlace } from './whole-rows';

/** Lets a scrolled grid come to rest with a whole row at its top; while it is scrolled nothing is done. */
export function useWholeRows(scroller: RefObject<HTMLElement | null>, rowHeight: number): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let last = element.scrollTop;
    let downwards = true;
    const onScroll = (): void => {
      if (element.scrollTop !== last) downwards = element.scrollTop > last;
      last = element.scrollTop;
    };
    const onEnd = (): void => {
      const rest = restingPlace(element.scrollTop, rowHeight, downwards);
      if (rest !== element.scrollTop) element.scrollTop = rest;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('scrollend', onEnd);
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('scrollend', onEnd);
    };
  }, [scroller, rowHeight]);
}
