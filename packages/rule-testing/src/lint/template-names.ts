/** The names of the labels that a template reads as `$labels.x` or `.Labels.x`. */
export function labelsIn(template: string): readonly string[] {
  return actions(template).flatMap((action) =>
    [...action.matchAll(/(?:\$labels|\.Labels)\.(\w+)/g)].map(([, name = '']) => name),
  );
}

/** The refIds whose values a template reads as `$values.x`, `.Values.x` or `index $values "x"`. */
export function valuesIn(template: string): readonly string[] {
  return actions(template).flatMap((action) =>
    [...action.matchAll(/(?:\$values|\.Values)(?:\.(\w+)|\s+"([^"]+)")/g)].map(
      ([, plain, quoted]) => plain ?? quoted ?? '',
    ),
  );
}

/** What stands between `{{` and `}}`; with doubled dollars, as labels have them, written singly. */
function actions(template: string): readonly string[] {
  return [...template.replaceAll('$$', '$').matchAll(/\{\{(.*?)\}\}/gs)].map(([, action = '']) => action);
}
