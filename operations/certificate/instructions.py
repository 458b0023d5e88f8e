"""How the authority is installed, on each kind of machine that an office has."""

TEXT = """
须安装的只有一个文件（可以公开，不含密钥）：
The one file to install (it is public, no key is in it):
  {file}
  SHA-256 {fingerprint}
安装前请当面或电话核对上述指纹。它只对本机名称和内网地址有效，不能冒充互联网网站。
Compare that fingerprint in person or by telephone first. It speaks for this machine's names and for office networks
only; no site of the internet can be forged with it.

Windows   双击文件 → 安装证书 → 本地计算机 → 受信任的根证书颁发机构；批量：组策略，或以管理员运行
          Double-click, Install, Local Machine, Trusted Root Certification Authorities; or as administrator:
            certutil -addstore Root campaign-ca.crt
macOS     钥匙串访问 → 系统 → 导入 → 始终信任；或 Keychain Access, System, Always Trust; or:
            sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain campaign-ca.crt
统信 UOS、银河麒麟 Linux（Debian、Ubuntu 系）
            sudo cp campaign-ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates
          麒麟服务器版、openEuler (RPM): /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust
          浏览器（Chromium 系）另需 browsers built on Chromium also need:
            certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n campaign -i campaign-ca.crt
Firefox   设置 → 隐私与安全 → 证书 → 查看证书 → 证书颁发机构 → 导入
          Settings, Privacy & Security, Certificates, Authorities, Import
Android   设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书
          Settings, Security, Encryption & credentials, Install a certificate, CA certificate
iOS       发送文件到设备并打开 → 设置 → 已下载描述文件 → 安装；再到 通用 → 关于本机 → 证书信任设置 中开启
          Open the file, Settings, Profile Downloaded, Install; then General, About, Certificate Trust Settings
"""
