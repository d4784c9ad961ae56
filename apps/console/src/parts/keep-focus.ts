/**
 * Keeps the focus inside `root` when what has it is disabled, is moved, or goes: it waits at the part of the page that this was in, never
 * at another button, and comes back as soon as that can be. Somebody who leaves an element by themselves is left alone. The result ends it.
 */
export function keepFocus(root: HTMLElement): () => void {
  let held: { readonly element: HTMLElement | SVGElement; readonly ancestors: readonly HTMLElement[] } | undefined;
  /** Where the focus waits. */
  let part: HTMLElement | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const stay = () => clearTimeout(leaving);

  const onFocus = ({ target }: FocusEvent) => {
    stay();
    if (target === part) return;
    part = undefined;
    const isElement = target instanceof HTMLElement || target instanceof SVGElement;
    held = isElement ? { element: target, ancestors: ancestorsOf(target, root) } : undefined;
  };
  // What is taken out of the page is left before it is gone: the records of what changed come right after, and say so.
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null || !held || isDisabled(held.element)) return;
    leaving = setTimeout(() => {
      held = undefined;
    });
  };
  const onChange = (changes: readonly MutationRecord[]) => {
    if (!held) return;
    const { element, ancestors } = held;
    const concerns = ({ type, target, removedNodes }: MutationRecord) =>
      type === 'attributes' ? target === element : [...removedNodes].some((node) => node.contains(element));
    if (!changes.some(concerns)) return;
    stay();
    const { activeElement: now } = document;
    if (now !== null && now !== document.body && now !== part && now !== element) return;
    if (element.isConnected && !isDisabled(element)) element.focus({ preventScroll: true });
    else {
      part = ancestors.find((one) => one.isConnected) ?? root;
      if (part.tabIndex < 0) part.tabIndex = -1;
      part.focus({ preventScroll: true });
    }
  };
  const observer = new MutationObserver(onChange);
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', onFocus);
  root.addEventListener('focusout', onBlur);
  return () => {
    stay();
    observer.disconnect();
    root.removeEventListener('focusin', onFocus);
    root.removeEventListener('focusout', onBlur);
  };
}

const isDisabled = (element: Element): boolean => element.matches(':disabled');

/** Innermost first, `root` last. */
function ancestorsOf(element: Element, root: HTMLElement): readonly HTMLElement[] {
  const ancestors: HTMLElement[] = [];
  for (let one = element.parentElement; one && one !== root.parentElement; one = one.parentElement) ancestors.push(one);
  return ancestors;
}
