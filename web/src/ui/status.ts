// Each status and end state: its drawing and its tone. The word comes from the catalogue.
import type { ObjectiveState, Status } from '../api/types';
import {
  archive,
  arrowRight,
  circleCheck,
  circleDashed,
  circleX,
  clock,
  minus,
  pencil,
  trendingUp,
  triangleAlert,
  trophy,
} from './icons';

export interface Sign {
  icon: string;
  tone: 'on_track' | 'behind' | 'off_track' | 'achieved' | 'quiet';
}

export const statusSigns: Record<Status, Sign> = {
  on_track: { icon: trendingUp, tone: 'on_track' },
  behind: { icon: triangleAlert, tone: 'behind' },
  off_track: { icon: circleX, tone: 'off_track' },
  achieved: { icon: trophy, tone: 'achieved' },
  not_started: { icon: circleDashed, tone: 'quiet' },
  no_update: { icon: clock, tone: 'quiet' },
  none: { icon: minus, tone: 'quiet' },
};

export const stateSigns: Record<ObjectiveState, Sign> = {
  draft: { icon: pencil, tone: 'quiet' },
  active: { icon: trendingUp, tone: 'on_track' },
  achieved: { icon: trophy, tone: 'achieved' },
  partly_achieved: { icon: circleCheck, tone: 'behind' },
  missed: { icon: circleX, tone: 'off_track' },
  dropped: { icon: archive, tone: 'quiet' },
  carried_over: { icon: arrowRight, tone: 'quiet' },
};

export const isClosed = (state: ObjectiveState): boolean => state !== 'draft' && state !== 'active';
export const signOf = (status: Status): Sign => statusSigns[status] ?? statusSigns.none;
