import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { FoundPlaceView } from '../../ipc/bindings';
import { DeleteCredentialFile } from './DeleteCredentialFile';
import classes from './Import.module.css';
import { ImportProfile } from './ImportProfile';
import { type Choice, type Choices, leftIn, type Outcomes } from './importChoices';

type Props = {
  place: FoundPlaceView;
  places: readonly FoundPlaceView[];
  choices: Choices;
  outcomes: Outcomes;
  busy: boolean;
  onChoose: (profile: string, choice: Choice) => void;
  onDeleted: () => unknown;
};

/** A file, or environment variables, with what was found there. */
export function ImportPlace({ place, places, choices, outcomes, busy, onChoose, onDeleted }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const notes = [...new Map(place.profiles.flatMap(({ note }) => (note ? [[note.en, note]] : []))).values()];
  return (
    <section className={classes.place} data-testid="import-place" data-path={place.path} aria-label={place.path}>
      <header>
        <code className="yd-code">{place.path}</code>
        <span className="yd-dim">{place.isFile ? place.tool : t('import.variable')}</span>
        {place.isFile && (
          <DeleteCredentialFile place={place} left={leftIn(place, places)} onDeleted={onDeleted} disabled={busy} />
        )}
      </header>
      {place.problem && (
        <p className={classes.problem} data-testid="import-problem">
          <IconAlertTriangle size={14} aria-hidden /> {words(place.problem)}
        </p>
      )}
      {notes.map((note) => (
        <p key={note.en} className={classes.problem}>
          <IconAlertTriangle size={14} aria-hidden /> {words(note)}
        </p>
      ))}
      {place.profiles.map((profile) => {
        const choice = choices[profile.id];
        return (
          choice && (
            <ImportProfile
              key={profile.id}
              profile={profile}
              choice={choice}
              outcome={outcomes[profile.id]}
              onChoose={(changed) => onChoose(profile.id, changed)}
            />
          )
        );
      })}
    </section>
  );
}
