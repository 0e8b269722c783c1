import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import type { ColumnKind, NounCell, RowKey } from '../../ipc/bindings';
import classes from './Nouns.module.css';

type Props = {
  kind: ColumnKind;
  cell: NounCell | undefined;
  /** Of the row that it stands in. */
  of: RowKey;
  /** Whether all values are shown, or the first one and how many more there are. */
  all?: boolean;
};

/** What stands in a column of a noun, by what it is. */
export function NounCellView({ kind, cell, of, all = false }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [first] = cell?.values ?? [];
  if (!cell || first === undefined) return <span className="yd-dim">—</span>;
  const rest = cell.values.length - 1;
  const more = rest > 0 && <span className={classes.more}>+{rest}</span>;
  switch (kind) {
    case 'time':
      return Number.isNaN(Date.parse(first)) ? first : <TimeText at={first} show={all ? 'time' : 'date'} />;
    case 'flag':
      return t(/^(true|1|yes)$/i.test(first) ? 'common.yes' : 'common.no');
    case 'link':
      return all ? (
        <span className={classes.links}>
          {cell.values.map((id) => (
            <ThingLink key={id} noun={cell.noun} id={id} of={of} />
          ))}
        </span>
      ) : (
        <span title={cell.values.join('\n')}>
          <ThingLink noun={cell.noun} id={first} of={of} />
          {more}
        </span>
      );
    case 'id':
    case 'addresses':
      return all ? (
        <code className="yd-code">{cell.values.join('\n')}</code>
      ) : (
        <span title={cell.values.join('\n')}>
          <code className="yd-code">{first}</code>
          {more}
        </span>
      );
    case 'tags':
      return all ? (
        cell.values.join(t('common.comma'))
      ) : (
        <span title={cell.values.join('\n')}>
          {first}
          {more}
        </span>
      );
    default:
      return <span title={first}>{cell.words ? words(cell.words) : cell.values.join(t('common.comma'))}</span>;
  }
}

/** The id of a thing, as the way to it where it has a page. */
function ThingLink({ noun, id, of: { account, region } }: { noun: string | null; id: string; of: RowKey }) {
  const look = <code className="yd-code">{id}</code>;
  const inRow = { onClick: (event: { stopPropagation: () => void }) => event.stopPropagation(), className: 'yd-link' };
  switch (noun) {
    case null:
      return look;
    case 'instance':
      return (
        <Link {...inRow} to="/instances" search={{ account, region, instance: id }}>
          {look}
        </Link>
      );
    case 'image':
      return (
        <Link {...inRow} to="/images" search={{ account, region, image: id }}>
          {look}
        </Link>
      );
    default:
      return (
        <Link {...inRow} to="/nouns/$noun" params={{ noun }} search={{ account, region, id }}>
          {look}
        </Link>
      );
  }
}
