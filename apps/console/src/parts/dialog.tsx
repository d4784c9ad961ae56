import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { t } from '../strings.en.ts';

export interface WindowProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A window over the page; Escape and a press beside it close it. */
export function Window({ title, isOpen, onClose, isWide = false, children }: WindowProps) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={isWide ? 'modal wide' : 'modal'}>
        <Dialog className="dialog stack">
          <header className="bar">
            <Heading slot="title">{title}</Heading>
            <Button onPress={onClose} aria-label={t.close} className="quiet">
              ✕
            </Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmProps {
  readonly title: string;
  readonly note: string;
  readonly verb: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before something is gone. */
export function Confirm({ title, note, verb, isOpen, onClose, onConfirm }: ConfirmProps) {
  return (
    <Window title={title} isOpen={isOpen} onClose={onClose}>
      <p>{note}</p>
      <div className="row end">
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button
          className="danger"
          onPress={() => {
            onClose();
            onConfirm();
          }}
        >
          {verb}
        </Button>
      </div>
    </Window>
  );
}
