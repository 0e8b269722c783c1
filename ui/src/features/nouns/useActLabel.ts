import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { NounActView } from '../../ipc/bindings';

/** What an act is called in menus: what a button does as well is told from it by its options. */
export function useActLabel(): (act: NounActView) => string {
  const { t } = useTranslation();
  const words = useWords();
  return ({ title, designed }) => t(designed ? 'nouns.withOptions' : 'inventory.moreAct', { title: words(title) });
}
