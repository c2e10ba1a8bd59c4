import { Banner } from '../../../ui/banner.tsx'
import { text } from '../text.ts'

/** Lists what is stored, where and how long. */
export function Storage() {
  return (
    <div className="settings-part">
      <h2>{text.storedTitle}</h2>
      <p>{text.storedText}</p>
      <Banner kind="guard" title={text.encryption}>
        {text.encryptionText}
      </Banner>
      <table className="plain-table mono-keys">
        <thead>
          <tr>
            <th scope="col">{text.place}</th>
            <th scope="col">{text.contents}</th>
            <th scope="col">{text.retention}</th>
          </tr>
        </thead>
        <tbody>
          {text.places.map(({ place, contents, retention }) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              <td>{contents}</td>
              <td>{retention}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{text.purge}</p>
    </div>
  )
}
