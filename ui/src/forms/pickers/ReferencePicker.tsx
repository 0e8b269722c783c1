import { useFormScope } from '../FormScope';
import { refOf, type Schema } from '../schema';
import { ChoicePicker } from './ChoicePicker';
import { ImagePicker } from './ImagePicker';
import { InstanceTypePicker } from './InstanceTypePicker';
import { PickerDialog } from './PickerDialog';

type Props = { id: string; schema: Schema; value: string; required: boolean; onChange: (value: string) => void };

/** A field that names a thing of the cloud. Every kind can be typed by hand; two have tables to choose from. */
export function ReferencePicker({ id, schema, value, required, onChange }: Props) {
  const { room } = useFormScope();
  const kind = refOf(schema) ?? '';
  if (kind !== 'image' && kind !== 'instance_type') {
    return <ChoicePicker id={id} kind={kind} value={value} required={required} onChange={onChange} />;
  }
  const Picker = kind === 'image' ? ImagePicker : InstanceTypePicker;
  if (room === 'page') return <Picker id={id} value={value} onChange={onChange} />;
  return (
    <PickerDialog id={id} kind={kind} value={value}>
      {(close) => (
        <Picker
          id={`${id}/table`}
          value={value}
          onChange={(next) => {
            onChange(next);
            if (next !== '') close();
          }}
        />
      )}
    </PickerDialog>
  );
}
