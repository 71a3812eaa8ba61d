/** A person's own stream, while they have switched it on: landmarks and state go out, words of watchers come in. */
import type { CoachFrame } from '../coach/port';
import type { GuidedSession } from '../session/guided-session';
import { FrameTap } from './frame-tap';
import { SentWords, type SentCue } from './sent-words';
import { Noted, stateOf } from './session-state';
import { SteadySocket, type SocketState } from './steady-socket';

export interface Told {
  /** Names of those who watch now; null while that is not known. */
  watchers(names: readonly string[] | null): void;
  connection(state: SocketState, code: number): void;
  /** Somebody said or did something, in words for the screen. */
  word(name: string, what: 'cue' | 'pause' | 'stop' | 'easier' | 'fewer', text: string): void;
}

interface Command {
  id: string;
  wants: 'cue' | 'pause' | 'stop' | 'easier' | 'fewer';
  by: string;
  name: string;
  text?: string;
  code?: string;
  step?: number;
  reps?: number;
}

const LOOK_EVERY_MS = 250;
const STATE_AT_LEAST_EVERY_MS = 2000;
/** What waits in the browser already: no more frames on top of it. */
const MOST_WAITING_BYTES = 8 * 1024;

export class OwnStream {
  private readonly socket: SteadySocket;
  private readonly noted = new Noted();
  private readonly words: SentWords;
  private readonly timer: number;
  private readonly tap: FrameTap;
  private state = '';
  private state_ms = -Infinity;

  constructor(
    path: string,
    private readonly session: GuidedSession,
    private readonly told: Told,
  ) {
    this.tap = new FrameTap(session, (frame) => this.frame(frame));
    this.words = new SentWords(session.inside.player, () => performance.now() / 1000, (cue) => this.said(cue));
    session.heard = (kind, data) => this.noted.hear(kind, data);
    this.socket = new SteadySocket(path, {
      text: (message) => this.heard(message),
      bytes: () => undefined,
      state: (state, code) => {
        this.state = '';
        if (state !== 'open') told.watchers(null);
        told.connection(state, code);
      },
    });
    this.timer = window.setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Nothing leaves from here on. */
  end(): void {
    window.clearInterval(this.timer);
    this.tap.end();
    this.session.heard = null;
    this.session.inside.player.takeSent = () => '';
    this.socket.close();
  }

  private look(): void {
    const { player, leads } = this.session.inside;
    this.tap.look();
    if (['stopped', 'finished'].includes(player.mode)) this.words.forget().forEach(({ id }) => this.answer(id, 'not_now'));
    this.words.tick();
    if (leads) this.tellState();
  }

  private tellState(): void {
    const state = stateOf(this.session.inside, this.noted, this.words.count);
    const text = JSON.stringify(state);
    const now = performance.now();
    if (text === this.state && now - this.state_ms < STATE_AT_LEAST_EVERY_MS) return;
    if (!this.socket.send(state)) return;
    this.state = text;
    this.state_ms = now;
  }

  private frame(frame: CoachFrame): boolean {
    if (this.socket.waiting > MOST_WAITING_BYTES) return false;
    this.socket.send(this.tap.message(frame, frame.t_s * 1000));
    return true;
  }

  private heard(message: Record<string, unknown> & { kind: string }): void {
    if (message.kind === 'watchers') this.told.watchers(message['names'] as string[]);
    if (message.kind === 'command') this.obey(message as unknown as Command);
  }

  private obey(command: Command): void {
    const { id, wants, by, name } = command;
    const { player, leads } = this.session.inside;
    if (!leads) return this.answer(id, 'not_now');
    if (wants === 'cue') {
      const cue = { id, by, name, code: command.code ?? 'own_words', text: command.text ?? '' };
      this.answer(id, this.words.add(cue) ? 'waits' : 'not_now');
      return this.look();
    }
    const done = {
      stop: () => this.stop(by),
      pause: () => player.running && (player.pause({ by }), true),
      easier: () => player.stepIndex === command.step && player.running && player.canEase && (player.ease({ by }), true),
      fewer: () => player.stepIndex === command.step && player.lower(command.reps ?? 0, { by }),
    }[wants]();
    if (done) this.told.word(name, wants, String(command.reps ?? ''));
    this.answer(id, done ? 'done' : 'not_now');
    this.look();
  }

  /** Whatever the person is doing: from the same moment on they are asked what they felt. */
  private stop(by: string): boolean {
    const { player } = this.session.inside;
    if (['welcome', 'finished'].includes(player.mode)) return false;
    player.stopNow({ by });
    return true;
  }

  private said(cue: SentCue): void {
    const { player } = this.session.inside;
    player.note('cue_given', { step: Math.min(player.stepIndex, player.steps.length - 1), code: cue.code, kind: 'sent', by: cue.by });
    this.told.word(cue.name, 'cue', cue.text);
    this.answer(cue.id, 'said');
  }

  private answer(id: string, how: 'done' | 'waits' | 'said' | 'not_now'): void {
    this.socket.send({ kind: 'answer', id, how });
  }
}
