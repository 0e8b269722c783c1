import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { renderPiece } from '../testing/render';
import { DetailsPanel } from './DetailsPanel';

/** A page whose details can be opened, and the activity beside it. */
function Window() {
  const [details, setDetails] = useState(0);
  const [activity, setActivity] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setDetails((before) => before + 1)}>
        details
      </button>
      <button type="button" onClick={() => setActivity(true)}>
        activity
      </button>
      {details > 0 && (
        <DetailsPanel key={details} title="Machine" label={`machine ${details}`} onClose={() => setDetails(0)}>
          <input aria-label="typed" />
        </DetailsPanel>
      )}
      {activity && (
        <DetailsPanel title="Activity" label="activity" yields onClose={() => setActivity(false)}>
          {null}
        </DetailsPanel>
      )}
    </>
  );
}
const seen = () => screen.getAllByRole('complementary').map((panel) => panel.getAttribute('aria-label'));
const click = (name: string) => userEvent.click(screen.getByRole('button', { name }));

test('there is one place for panels: the details wait behind the activity with what was typed, and come back', async () => {
  renderPiece(<Window />);
  await click('details');
  await userEvent.type(screen.getByLabelText('typed'), 'half a word');
  await click('activity');
  expect(seen()).toEqual(['activity']);
  await userEvent.keyboard('{Escape}');
  expect(seen()).toEqual(['machine 1']);
  expect(screen.getByLabelText('typed')).toHaveValue('half a word');
});

test('what is opened over the activity takes its place, and the activity closes', async () => {
  renderPiece(<Window />);
  await click('activity');
  await click('details');
  expect(seen()).toEqual(['machine 1']);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
});
