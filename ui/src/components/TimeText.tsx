import { useTranslation } from 'react-i18next';
import { formatClock, formatDate, formatDistance, formatSecond, formatTime, formatTimeWithZone } from './time';
import { useNow } from './useNow';

type Show = 'time' | 'clock' | 'second' | 'date' | 'distance';

/** A moment (RFC 3339) in local time; the zone and the seconds are shown on hover. Nothing known: a dash. */
export function TimeText({ at, show = 'time' }: { at: string | null; show?: Show }) {
  if (at === null) return <span className="yd-dim">—</span>;
  const moment = new Date(at);
  return (
    <time dateTime={at} title={formatTimeWithZone(moment)} className="yd-figures">
      {show === 'distance' ? <Distance to={moment} /> : FORMATS[show](moment)}
    </time>
  );
}

const FORMATS = { time: formatTime, clock: formatClock, second: formatSecond, date: formatDate };

function Distance({ to }: { to: Date }) {
  const { t } = useTranslation();
  return formatDistance(to, useNow(), t);
}
