import { Component, type ReactNode } from 'react';
import { ErrorNote } from './error-note.tsx';

interface Caught {
  readonly error?: unknown;
}

/** A page that breaks says so in its place; everything else, halting above all, goes on. */
export class Boundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = {};

  static getDerivedStateFromError(error: unknown): Caught {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <ErrorNote error={this.state.error} />;
  }
}
