import type { Behaviour } from '../model/behaviour.ts';

/** How the emulator behaves where Azure has more than one way; may be changed while it runs. */
export class BehaviourSettings {
  private behaviour: Behaviour;

  constructor(behaviour: Behaviour) {
    this.behaviour = behaviour;
  }

  get current(): Behaviour {
    return this.behaviour;
  }

  change(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }
}
