// A block's and a lease's state: its word, and the colour that the word has for addresses.
import { State } from '../../../ui/state';

const tones: Record<string, string> = { held: 'good', assigned: 'good', recorded: 'wait', split: 'gone', returned: 'gone' };
export const blockStates = ['recorded', 'held', 'assigned', 'split', 'returned'];
export const leaseStates = ['proposed', 'licence_check', 'active', 'mismatch', 'explain', 'cured', 'revoked', 'refused', 'ended'];

export const BlockState = ({ state }: { state: string }) => <State state={state} group="block" tone={tones[state]} />;
export const LeaseState = ({ state }: { state: string }) => <State state={state} group="lease" tone={state === 'mismatch' ? 'stop' : state === 'cured' ? 'good' : undefined} />;
